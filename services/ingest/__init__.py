"""ingest - the door: takes partners' records as reports, and answers every one of them."""
