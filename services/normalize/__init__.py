"""normalize - reads each partner's report in its own format and says its claims in our words."""
