"""One file per inbound message: `answer(request)` returns the response payload."""
