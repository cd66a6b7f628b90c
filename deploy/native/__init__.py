"""Kafka and Postgres from package coordinates alone, under one checkout's `.local/`."""
