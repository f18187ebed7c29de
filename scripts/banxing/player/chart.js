// Results as a small picture: one dot each, in their order, filled where the pass mark was reached.
(function (B) {
  'use strict';
  if (B.drawResults) return;
  const HEIGHT = 180;
  const LEFT = 40, RIGHT = 12, TOP = 12, BOTTOM = 28;
  const MOST = 40;

  // A colour and a border are the style sheet's; what is set here are lengths of the picture.
  const shape = (svg, name, attributes, ...children) => {
    const made = document.createElementNS(svg.namespaceURI, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    made.append(...children);
    return made;
  };

  // `results` are [{percent, passed, label, day}], oldest first. Draws the latest of them into an empty <svg>.
  B.drawResults = (svg, results, width) => {
    const shown = results.slice(-MOST);
    const x = (i) => (shown.length === 1 ? (LEFT + width - RIGHT) / 2 : LEFT + ((width - LEFT - RIGHT) * i) / (shown.length - 1));
    const y = (percent) => TOP + ((HEIGHT - TOP - BOTTOM) * (100 - percent)) / 100;
    svg.textContent = '';
    svg.setAttribute('viewBox', '0 0 ' + width + ' ' + HEIGHT);
    for (const percent of [0, 50, 100]) {
      svg.append(
        shape(svg, 'line', {class: 'bx-grid', x1: LEFT, x2: width - RIGHT, y1: y(percent), y2: y(percent)}),
        shape(svg, 'text', {x: LEFT - 6, y: y(percent) + 4, 'text-anchor': 'end'}, percent + '%'));
    }
    svg.append(shape(svg, 'polyline', {class: 'bx-line', points: shown.map(({percent}, i) => x(i) + ',' + y(percent)).join(' ')}));
    shown.forEach((result, i) => {
      svg.append(shape(svg, 'circle', {class: result.passed ? 'bx-dot bx-dot--passed' : 'bx-dot', cx: x(i), cy: y(result.percent), r: 5},
        shape(svg, 'title', {}, result.label)));
    });
    const days = [[0, 'start', LEFT], [shown.length - 1, 'end', width - RIGHT]];
    for (const [i, anchor, at] of shown.length > 1 ? days : days.slice(0, 1)) {
      svg.append(shape(svg, 'text', {x: at, y: HEIGHT - 6, 'text-anchor': anchor}, shown[i].day));
    }
  };
})(globalThis.Banxing = globalThis.Banxing || {});
