// The phases, and below them the spans: of the rows, only those that are seen are in the document.

const timeline = document.getElementById('timeline');
const scroller = document.getElementById('scroller');
const head = document.getElementById('head');
const ruler = document.getElementById('ruler');
const tree = document.getElementById('rows');
const colors = 6;
const printedRows = 2000;
const services = [...new Set(data.resources.map(resource => resource.service))];

/** A row for each trace, and for each span one below its parent's. */
const rows = data.traces.flatMap((trace, index) => {
  const header = {trace, depth: 0, children: 0, position: index + 1};
  const ancestors = [header];
  return [header, ...trace.spans.map(span => {
    const parent = ancestors[span.depth];
    const row = {trace, span, parent, depth: span.depth + 1, children: 0};
    row.position = ++parent.children;
    ancestors[span.depth + 1] = row;
    return row;
  })];
});
rows.forEach((row, index) => row.id = 'row-' + index);
const spansById = new Map(
    rows.filter(row => row.span).reverse().map(row => [row.trace.id + row.span.id, row]));
let unfolded = rows;
let active = rows[0];
let printing = false;
let pending = false;

const findSpan = (trace, id) => spansById.get(trace + id);

/** A row for each environment above the spans. */
const lanes = data.environments.map((environment, index) => {
  const lane = document.getElementById('lanes').appendChild(element('div', 'row lane'));
  const label = lane.appendChild(element('div', 'labels', `Environment ${index + 1} `));
  label.append(element('code', '', environment.name));
  label.title = environment.name;
  return lane.appendChild(element('div', 'plot'));
});

/** Draws everything, once for all that has changed until the next frame. */
function draw() {
  if (!pending) {
    pending = true;
    requestAnimationFrame(() => {
      pending = false;
      drawHead();
      drawRows();
    });
  }
}

function drawHead() {
  const pixels = ruler.clientWidth;
  ruler.replaceChildren(...ticks(pixels).map(({time, text}) =>
      place(element('div', 'tick', text), time, time)));
  data.environments.forEach(({phases}, index) => {
    const bands = [];
    const bars = [];
    let drawn = -1;
    for (const phase of phases) {
      const from = Math.max(view.percent(phase.start), -1);
      const to = Math.min(view.percent(phase.end), 101);
      const width = (to - from) / 100 * pixels;
      const failed = phase.kind === 'invocation' && phase.status !== 'ok';
      const pixel = Math.floor(to / 100 * pixels);
      if (to < 0 || from > 100 || (pixel === drawn && !failed)) {
        continue; // not seen, or where there is no pixel left
      }
      drawn = pixel;
      bars.push(place(phaseBar(phase, width), phase.start, phase.end));
      const color = `color-mix(in srgb, var(--${phase.kind}) 38%, transparent)`;
      bands.push(`transparent ${from}%`, `${color} ${from}% ${to}%`, `transparent ${to}%`);
    }
    lanes[index].replaceChildren(...bars);
    scroller.style.setProperty(
        '--bands-' + index, bands.length ? `linear-gradient(to right, ${bands})` : 'none');
  });
}

function phaseBar(phase, pixels) {
  const failed = phase.kind === 'invocation' && phase.status !== 'ok' ? ' ' + phase.status : '';
  const bar = element('div', `phase ${phase.kind}${failed}${pixels < 14 ? ' narrow' : ''}`);
  const name = phase.kind === 'invocation' ? '#' + phase.invocation
      : phase.kind === 'after-response' ? 'after' : phase.kind;
  const text = [`${name} ${phase.duration}${failed}`, phase.duration]
      .find(fitting => fitting.length * 6.4 + 14 < pixels);
  if (text) {
    bar.append(element('span', '', text));
  }
  bar.title = `${phase.kind.replace('-', ' the ')} ${phase.invocation ?? ''} ${phase.duration}${failed}`;
  bar.phase = phase;
  return bar;
}

/** Puts an element where a stretch of time is, cut off a little outside of what is seen. */
function place(bar, start, end) {
  const from = Math.max(view.percent(start), -1);
  const to = Math.min(view.percent(end), 101);
  bar.style.left = from + '%';
  if (end > start) {
    bar.style.width = Math.max(to - from, 0) + '%';
  }
  return bar;
}

function drawRows() {
  const height = rowHeight();
  const first = printing ? 0 : Math.max(Math.floor(scroller.scrollTop / height) - 5, 0);
  const count = printing ? printedRows : Math.ceil(scroller.clientHeight / height) + 10;
  const seen = unfolded.slice(first, first + count);
  tree.style.setProperty('--rows', printing ? seen.length : unfolded.length);
  tree.replaceChildren(...seen.map((row, index) => rowElement(row, first + index)));
  if (active) {
    tree.setAttribute('aria-activedescendant', active.id);
  }
}

function rowElement(row, index) {
  const {span, trace} = row;
  const line = element('div', `row${span ? '' : ' trace'}${row === active ? ' active' : ''}`);
  const cells = span
      ? [span.name || '(no name)', span.kind, data.resources[span.resource].service, span.duration,
        span.status === 'unset' ? '' : span.status]
      : ['trace ' + trace.id, '', trace.spans.length + (trace.spans.length === 1 ? ' span' : ' spans'),
        trace.duration, trace.spans.some(({status}) => status === 'error') ? 'error' : ''];
  const late = span?.late ? 'exported in ' + phaseName(span.environment, span.exportPhase) : '';
  const attributes = {
    role: 'treeitem',
    'aria-level': row.depth + 1,
    'aria-posinset': row.position,
    'aria-setsize': row.parent ? row.parent.children : data.traces.length,
    'aria-selected': row === active,
    'aria-label': [...cells, late].filter(text => text).join(', '),
    ...(row.children ? {'aria-expanded': !row.folded} : {}),
  };
  Object.entries(attributes).forEach(([name, value]) => line.setAttribute(name, value));
  line.id = row.id;
  line.row = row;
  line.style.setProperty('--index', index);
  const labels = line.appendChild(element('div', 'labels'));
  const name = labels.appendChild(element('span', 'name'));
  name.style.setProperty('--depth', row.depth);
  name.title = cells[0];
  name.append(
      element('i', 'twist', row.children ? (row.folded ? '▸' : '▾') : ''),
      element('bdi', '', cells[0]));
  if (late) {
    const phase = data.environments[span.environment].phases[span.exportPhase];
    name.append(element('i', 'late-note', '→ ' + (phase.invocation ? '#' + phase.invocation : phase.kind)));
    name.lastChild.title = late;
  }
  labels.append(element('span', 'kind', cells[1]), element('span', 'service', cells[2]),
      element('span', 'duration', cells[3]), element('span', 'status ' + cells[4], cells[4]));
  const plot = line.appendChild(element('div', 'plot'));
  if (span) {
    drawSpan(plot, span);
  } else {
    plot.append(place(element('div', 'extent'), trace.start, trace.end));
  }
  return line;
}

/** The span, its events, and the way to when it was exported, over its environment's phases. */
function drawSpan(plot, span) {
  const late = span.late ? ' late' : '';
  const color = services.indexOf(data.resources[span.resource].service) % colors;
  const bar = element('div', 'span ' + span.status);
  bar.style.setProperty('--bar', `var(--bar-${color})`);
  plot.style.background = `var(--bands-${span.environment}, none)`;
  plot.append(
      place(element('div', 'tail' + late), span.end, Math.max(span.exported, span.end)),
      place(bar, span.start, Math.max(span.end, span.start)),
      ...span.events.slice(0, 50).map(event => place(element('div', 'mark'), event.time, event.time)),
      place(element('div', 'export' + late), span.exported, span.exported));
  if (view.percent(Math.max(span.end, span.exported)) < 0) {
    plot.append(element('div', 'elsewhere left', '◂'));
  } else if (view.percent(span.start) > 100) {
    plot.append(element('div', 'elsewhere right', '▸'));
  }
}

/** Lists the rows that are below no folded one. */
function unfold() {
  let hidden = Infinity;
  unfolded = rows.filter(row => {
    if (row.depth > hidden) {
      return false;
    }
    hidden = row.folded ? row.depth : Infinity;
    return true;
  });
  draw();
}

function setFolded(row, folded) {
  row.folded = folded && row.children > 0;
  unfold();
}

/** Makes a row the active one, and brings it into sight. */
function select(row, withDetails) {
  for (let above = row.parent; above; above = above.parent) {
    above.folded = false;
  }
  active = row;
  unfold();
  if (withDetails && row.span) {
    showDetails(row);
  }
  const height = rowHeight();
  const top = unfolded.indexOf(row) * height;
  const room = scroller.clientHeight - head.offsetHeight;
  if (top < scroller.scrollTop) {
    scroller.scrollTop = top;
  } else if (top + height > scroller.scrollTop + room) {
    scroller.scrollTop = top + height - room;
  }
}

/** Zooms to a stretch of time, and goes to the first span that starts in it. */
function goTo(start, end) {
  view.showTimes(start, end);
  const row = rows.find(({span}) => span && span.start >= start && span.start <= end);
  if (row) {
    select(row);
    scroller.scrollTop = (unfolded.indexOf(row) - 1) * rowHeight();
  }
  draw();
}

function rowHeight() {
  return parseFloat(getComputedStyle(tree).getPropertyValue('--row'));
}
