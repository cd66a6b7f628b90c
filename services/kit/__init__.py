"""The runtime every service stands on: a batch in, one transaction, facts out. No domain word."""
