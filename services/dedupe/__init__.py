"""dedupe - decides which claims are about the same occurrence."""
