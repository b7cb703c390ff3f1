"""The Max package, what writes it, and what proves it where there is no Max."""
