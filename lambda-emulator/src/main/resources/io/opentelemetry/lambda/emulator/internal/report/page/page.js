// What the keys, the mouse and the buttons do.

const byId = id => document.getElementById(id);
const invocations = data.environments
    .flatMap(environment => environment.phases)
    .filter(phase => phase.kind === 'invocation')
    .sort((one, other) => one.start - other.start);
let step = -1;

const zoomed = change => () => {
  change();
  draw();
};
const zoomIn = zoomed(() => view.zoom(0.6));
const zoomOut = zoomed(() => view.zoom(1 / 0.6));
const zoomAll = zoomed(() => view.showAll());
const zoomToActive = zoomed(() => active.span
    ? view.showTimes(active.span.start, active.span.end) : view.showTimes(active.trace.start, active.trace.end));

const keys = {
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  PageDown: () => move(15),
  PageUp: () => move(-15),
  Home: () => move(-rows.length),
  End: () => move(rows.length),
  ArrowRight: () => active.folded ? setFolded(active, false) : active.children && move(1),
  ArrowLeft: () => active.children && !active.folded ? setFolded(active, true)
      : active.parent && select(active.parent),
  Enter: () => openDetails(),
  ' ': () => openDetails(),
  Escape: () => panel.hidden || closeDetails(),
  '+': zoomIn,
  '=': zoomIn,
  '-': zoomOut,
  '0': zoomAll,
  z: zoomToActive,
};

tree.addEventListener('keydown', event => {
  const pan = event.shiftKey && {ArrowLeft: -0.2, ArrowRight: 0.2}[event.key];
  const action = pan ? zoomed(() => view.pan(pan)) : keys[event.key] || keys[event.key.toLowerCase()];
  if (action && active && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    action();
  }
});
panel.addEventListener('keydown', event => event.key === 'Escape' && closeDetails());

function move(distance) {
  const index = unfolded.indexOf(active) + distance;
  select(unfolded[Math.min(Math.max(index, 0), unfolded.length - 1)]);
}

function openDetails() {
  select(active, true);
  if (active.span) {
    panel.focus();
  }
}

tree.addEventListener('click', event => {
  const row = event.target.closest('.row')?.row;
  if (row && event.target.matches('.twist')) {
    setFolded(row, !row.folded);
  } else if (row) {
    select(row, true);
  }
});
tree.addEventListener('dblclick', zoomToActive);
scroller.addEventListener('scroll', drawRows);
new ResizeObserver(draw).observe(scroller);

// the wheel scrolls, with Ctrl it zooms to where the pointer is, with Shift or sideways it pans
scroller.addEventListener('wheel', event => {
  const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
  if (event.ctrlKey || event.metaKey) {
    view.zoom(1.002 ** event.deltaY, placeAt(event));
  } else if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
    view.pan(sideways / ruler.clientWidth);
  } else {
    return;
  }
  event.preventDefault();
  draw();
}, {passive: false});

function placeAt(event) {
  const {left, width} = ruler.getBoundingClientRect();
  return view.from + (event.clientX - left) / width * (view.to - view.from);
}

// dragging over the phases or the times zooms to what was dragged over, a click to the phase
head.addEventListener('pointerdown', event => {
  const plot = event.target.closest('.plot');
  if (!plot || event.button !== 0) {
    return;
  }
  const phase = event.target.closest('.phase')?.phase;
  const start = placeAt(event);
  const brush = plot.appendChild(element('div', 'brush'));
  const end = new AbortController();
  const {signal} = end;
  head.setPointerCapture(event.pointerId);
  head.addEventListener('pointermove', moved => {
    place(brush, ...[axis.time(start), axis.time(placeAt(moved))].sort((one, other) => one - other));
  }, {signal});
  head.addEventListener('pointerup', up => {
    const places = [start, placeAt(up)].sort((one, other) => one - other);
    if (Math.abs(up.clientX - event.clientX) > 4) {
      view.show(...places);
    } else if (phase) {
      goTo(phase.start, phase.end);
    }
    draw();
    end.abort();
  }, {signal});
  head.addEventListener('pointercancel', () => end.abort(), {signal});
  signal.addEventListener('abort', () => brush.remove());
});

byId('zoom-in').addEventListener('click', zoomIn);
byId('zoom-out').addEventListener('click', zoomOut);
byId('zoom-all').addEventListener('click', () => goToInvocation(-1));
byId('previous').addEventListener('click', () => goToInvocation(Math.max(step - 1, -1)));
byId('next').addEventListener('click', () =>
  goToInvocation(Math.min(step + 1, invocations.length - 1)));
byId('fold').addEventListener('click', () => {
  const traces = rows.filter(row => !row.span);
  const folded = traces.some(row => !row.folded);
  traces.forEach(row => row.folded = folded);
  byId('fold').textContent = folded ? 'Unfold traces' : 'Fold traces';
  active = folded ? findHeader(active) : active;
  unfold();
});

function findHeader(row) {
  return row?.parent ? findHeader(row.parent) : row;
}

/** Shows an invocation with what follows its response; -1 shows them all. */
function goToInvocation(index) {
  step = index;
  byId('step').textContent = index < 0 ? 'All invocations' : `Invocation ${index + 1} of ${invocations.length}`;
  if (index < 0) {
    zoomAll();
    return;
  }
  const number = invocations[index].invocation;
  const phases = data.environments.flatMap(environment => environment.phases)
      .filter(phase => phase.invocation === number && phase.kind !== 'frozen');
  goTo(phases[0].start, phases[phases.length - 1].end);
}

// finding: Enter goes to the next, Shift and Enter to the one before
byId('find').addEventListener('keydown', event => {
  const query = event.target.value.trim().toLowerCase();
  if (event.key !== 'Enter' || !query) {
    return;
  }
  const matches = rows.filter(row => row.span && text(row).includes(query));
  const now = matches.indexOf(active);
  const next = event.shiftKey ? (now <= 0 ? matches.length : now) - 1 : (now + 1) % matches.length;
  if (matches.length) {
    select(matches[next], true);
  }
  byId('found').textContent = matches.length ? `${next + 1} of ${matches.length}` : 'none';
});

/** All by which a span may be found, kept once it has been put together. */
function text(row) {
  row.text ??= JSON.stringify([row.span, row.trace.id, data.resources[row.span.resource].service])
      .toLowerCase();
  return row.text;
}

for (const button of document.querySelectorAll('.show')) {
  button.addEventListener('click', () => {
    goTo(Number(button.dataset.from), Number(button.dataset.to));
    timeline.scrollIntoView();
    tree.focus({preventScroll: true});
  });
}
for (const button of document.querySelectorAll('.open-all')) {
  button.addEventListener('click', () => {
    const entries = [...button.closest('section').querySelectorAll('details')];
    const open = entries.some(entry => !entry.open);
    entries.forEach(entry => entry.open = open);
    button.textContent = open ? 'Close all' : 'Open all';
  });
}
// a link to an entry opens it
document.addEventListener('click', event => {
  const entry = byId(event.target.closest('a')?.hash.slice(1));
  if (entry?.matches('details')) {
    entry.open = true;
  }
});

const themes = ['system', 'light', 'dark'];
let theme = 0;
byId('theme').addEventListener('click', () => {
  theme = (theme + 1) % themes.length;
  document.documentElement.dataset.theme = themes[theme];
  byId('theme').textContent = 'Theme: ' + themes[theme];
});

// paper has no scroll bar: the rows are all drawn, up to a bound
addEventListener('beforeprint', () => {
  printing = true;
  drawRows();
  byId('more').hidden = unfolded.length <= printedRows;
  byId('more').textContent = `The first ${printedRows} of ${unfolded.length} rows are printed.`;
});
addEventListener('afterprint', () => {
  printing = false;
  byId('more').hidden = true;
  drawRows();
});

byId('timeline').hidden = false;
view.showAll();
draw();
