"""Every guard of the promise, and a run that takes each away to see which test notices."""
