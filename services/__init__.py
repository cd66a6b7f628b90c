"""The four services, what they stand on (kit), and how people and programs reach them."""
