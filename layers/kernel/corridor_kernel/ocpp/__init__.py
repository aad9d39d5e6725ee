"""OCPP as it stands on the wire: frames, schemas, id tokens, meter values."""
