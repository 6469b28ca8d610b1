"""The tabs of the page, a module each: its components, and which plain function each event calls."""
