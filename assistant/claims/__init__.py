"""Claims: taken apart, aligned with the evidence part by part, and judged."""
