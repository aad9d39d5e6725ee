"""How Corridor speaks to AWS: settings, logs, tables, the outbox, queues, functions, workflows."""
