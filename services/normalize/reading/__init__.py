"""Shared interpretation: what a partner wrote -> our value types. Pure; never guesses."""
