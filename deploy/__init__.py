"""How Attaché is brought up: natively under `.local/`, or in containers."""
