"""projection - folds the ledger into the read models of one generation, and rebuilds them."""
