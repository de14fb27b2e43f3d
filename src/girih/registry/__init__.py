"""Who and what exists: places (cities, villages, provinces, free zones), creative fields and crafts, titles
with their validity, organisations with their posts and seats. Every row says where it comes from and how sure
it is.
"""
