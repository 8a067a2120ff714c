raise RuntimeError("told to fail at init")
