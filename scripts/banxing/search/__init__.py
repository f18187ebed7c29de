"""Search in Chinese: what is searched, its index, and the ranker. `player/search-*.js` are the browser's copy."""
