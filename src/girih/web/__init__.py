"""The shell: base page, home, the page of a place, sign-in, refusals said aloud, the demonstration's door."""
