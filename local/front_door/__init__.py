"""CloudFront's path rule and API Gateway's WebSocket data plane on one loopback origin (aws.md §1)."""
