"""CloudFront's path rule and API Gateway's WebSocket data plane on one origin (aws.md §1)."""
