"""The operator's side of Attaché: the `attache` command and what it drives."""
