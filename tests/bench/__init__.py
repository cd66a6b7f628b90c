"""Benches: ratios in one run against a raw limit; never a test that can fail on a slow day."""
