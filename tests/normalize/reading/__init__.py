"""Tests of the shared interpretation: parties, people, quantities, dates, places, weapons."""
