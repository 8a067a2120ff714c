// The panel that tells all about one span.

const panel = document.getElementById('details');

/** A phase in words, such as "after the response of invocation 3". */
function phaseName(environment, index) {
  const phase = data.environments[environment]?.phases[index];
  if (!phase) {
    return 'outside of the phases of an environment';
  }
  const name = phase.kind.replace('after-response', 'after the response');
  return phase.invocation === undefined ? name
      : phase.kind === 'invocation' ? 'invocation ' + phase.invocation
      : name + ' of invocation ' + phase.invocation;
}

/** The entry further down the page that a phase belongs to. */
function entryOf(environment, index) {
  const phase = data.environments[environment]?.phases[index];
  return document.getElementById(phase?.invocation === undefined
      ? `environment-${environment + 1}-${phase?.kind}` : 'invocation-' + phase.invocation);
}

function phaseLink(environment, index, prefix = '') {
  const entry = entryOf(environment, index);
  const text = prefix + phaseName(environment, index);
  if (!entry) {
    return document.createTextNode(text);
  }
  const link = element('a', '', text);
  link.href = '#' + entry.id;
  return link;
}

/** A table of names and values, which are texts or nodes; empty values are left out. */
function facts(title, pairs) {
  const section = element('section');
  section.append(element('h3', '', title));
  const table = section.appendChild(element('table'));
  for (const [name, ...values] of pairs) {
    const shown = values.filter(value => value !== undefined && value !== '');
    if (shown.length) {
      const row = table.insertRow();
      row.append(element('th', '', name));
      row.lastChild.scope = 'row';
      row.insertCell().appendChild(element('div')).append(...shown);
    }
  }
  return table.rows.length ? section : '';
}

/** A button that goes to another span, or its id where that is not on the page. */
function spanLink(trace, id) {
  const row = findSpan(trace, id);
  if (!row) {
    return id;
  }
  const button = element('button', '', row.span.name || id);
  button.type = 'button';
  button.addEventListener('click', () => {
    select(row, true);
    panel.focus();
  });
  return button;
}

function showDetails(row) {
  const {span, trace} = row;
  const resource = data.resources[span.resource];
  const scope = data.scopes[span.scope];
  const bar = element('div', 'bar');
  const close = element('button', '', 'Close');
  close.type = 'button';
  close.addEventListener('click', closeDetails);
  bar.append(element('h2', '', span.name || '(no name)'), close);
  const columns = element('div', 'facts');
  columns.append(
      facts('Span', [
        ['status', element('span', 'status ' + span.status, span.status), ' ', span.message ?? ''],
        ['kind', span.kind],
        ['service', resource.service],
        ['duration', span.duration],
        ['start', clock(span.start)],
        ['started in', phaseLink(span.environment, span.phase)],
        ['exported', span.exportedAfter + ' after its end, ',
          phaseLink(span.environment, span.exportPhase, 'in '),
          span.late ? element('div', 'warning', 'Not where it started: it waited for the next flush, or was cut off by a freeze.') : ''],
        ['trace id', trace.id],
        ['span id', span.id],
        ['parent', span.parent ? spanLink(trace.id, span.parent) : '',
          span.note ? element('div', 'warning', span.note) : ''],
        ['trace state', span.traceState],
        ['scope', `${scope.name} ${scope.version}`.trim()],
        ['dropped', span.dropped],
      ]),
      facts('Attributes', Object.entries(span.attributes)),
      ...span.events.map(event => facts(
          `Event ${event.name}, ${event.after} after the start`,
          [['time', clock(event.time)], ...Object.entries(event.attributes)])),
      ...span.links.map(link => facts('Link', [
        ['trace id', link.trace],
        ['span id', spanLink(link.trace, link.span)],
        ...Object.entries(link.attributes),
      ])),
      facts('Resource', Object.entries(resource.attributes)));
  panel.replaceChildren(bar, columns);
  panel.hidden = false;
  panel.scrollTop = 0;
  timeline.classList.add('open');
}

function closeDetails() {
  panel.hidden = true;
  timeline.classList.remove('open');
  tree.focus({preventScroll: true});
}
