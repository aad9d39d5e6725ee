"""A charging day at two highway sites, played on the local cloud and audited to the cent."""
