throw new RangeError('told to fail at init');
