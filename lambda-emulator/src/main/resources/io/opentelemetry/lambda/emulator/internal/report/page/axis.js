'use strict';

// The run, as Timeline.java describes it. Times are nanoseconds since it began.
const data = JSON.parse(document.getElementById('data').textContent);

/**
 * The axis: pieces of time end to end, each with a scale of its own, so that what was frozen for
 * hours takes little room. A place is a distance from the axis's left end.
 */
const axis = (() => {
  let length = 0;
  const pieces = data.axis.map(piece => {
    const placed = {...piece, place: length};
    length += piece.width;
    return placed;
  });

  /** The last piece that begins at or before a value, or the first of all. */
  function find(value, key) {
    let low = 0;
    let high = pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (pieces[middle][key] <= value) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return pieces[low];
  }

  return {
    pieces,
    length,
    place(time) {
      const {start, end, width, place} = find(time, 'start');
      return place + (time - start) / (end - start) * width;
    },
    time(at) {
      const {start, end, width, place} = find(at, 'place');
      return start + (at - place) / width * (end - start);
    },
  };
})();

/** The part of the axis that is seen. */
const view = {
  margin: axis.length * 0.015,
  shortest: Math.min(axis.length, 1000),
  from: 0,
  to: 0,

  show(from, to) {
    const width = Math.min(Math.max(to - from, this.shortest), axis.length + 2 * this.margin);
    const middle = (from + to) / 2;
    this.from = Math.min(
        Math.max(middle - width / 2, -this.margin), axis.length + this.margin - width);
    this.to = this.from + width;
  },
  showAll() {
    this.show(-this.margin, axis.length + this.margin);
  },
  showTimes(start, end) {
    const from = axis.place(start);
    const to = axis.place(end);
    const margin = Math.max((to - from) * 0.08, this.shortest / 2);
    this.show(from - margin, to + margin);
  },
  /** Zooms, with one place staying where it is. */
  zoom(factor, fixed = (this.from + this.to) / 2) {
    this.show(fixed - (fixed - this.from) * factor, fixed + (this.to - fixed) * factor);
  },
  pan(part) {
    const distance = (this.to - this.from) * part;
    this.show(this.from + distance, this.to + distance);
  },
  /** Where a time is seen, in percent of the width; far outside where it is not. */
  percent(time) {
    const percent = (axis.place(time) - this.from) / (this.to - this.from) * 100;
    return Math.min(Math.max(percent, -1e4), 1e4);
  },
};

/** Round times, and those at which something starts after a rest, as far as they have room. */
function ticks(pixels) {
  const room = 96 * (view.to - view.from) / pixels;
  const power = 10 ** Math.floor(Math.log10(room));
  const step = power * [1, 2, 5, 10].find(factor => factor * power >= room);
  const result = [];
  let next = view.from;
  const add = time => {
    const place = axis.place(time);
    if (place >= next && place < view.to) {
      result.push({time, text: elapsed(time, step)});
      next = place + room;
    }
  };
  for (const {start, end, width, place} of axis.pieces) {
    if (place > view.to || place + width < view.from || width < end - start) {
      continue;
    }
    const first = Math.max(start, axis.time(view.from));
    if (first === start) {
      add(start);
    }
    for (let time = Math.ceil(first / step) * step; time < end; time += step) {
      if (axis.place(time) > view.to) {
        break;
      }
      add(time);
    }
  }
  return result;
}

/** A time since the run began, as exactly as a step needs: 350 ms, 1.25 s, 2:03:12.25. */
function elapsed(time, step) {
  const digits = unit => Math.min(Math.max(Math.ceil(Math.log10(unit / step)), 0), 9);
  if (Math.abs(time) < 1e9) {
    return (time / 1e6).toFixed(digits(1e6)) + ' ms';
  }
  const seconds = time / 1e9;
  if (Math.abs(seconds) < 60) {
    return seconds.toFixed(digits(1e9)) + ' s';
  }
  const whole = Math.floor(Math.abs(seconds));
  const decimals = digits(1e9);
  const rest = (Math.abs(seconds) % 60).toFixed(decimals).padStart(decimals ? decimals + 3 : 2, '0');
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return (seconds < 0 ? '−' : '')
      + (hours ? hours + ':' + String(minutes).padStart(2, '0') : minutes) + ':' + rest;
}

/** The time of day, UTC. */
function clock(time) {
  const date = new Date(data.origin + time / 1e6);
  return isNaN(date) ? '' : date.toISOString().replace('T', ' ').replace('Z', ' UTC');
}

/** An element with a class and a text, which is never taken for HTML. */
function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className || '';
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}
