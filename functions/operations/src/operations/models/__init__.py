"""What the API takes and gives, as pydantic models: they check requests and make the document."""
