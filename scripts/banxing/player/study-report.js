// The sections of 我的学习 and 今日复习: records read before, elements made now, nothing kept.
(function (B) {
  'use strict';
  if (B.indexSections) return;

  const link = (text, href, kind) => B.element('a', {href, class: kind}, text);
  const note = (...text) => B.element('span', {class: 'bx-study-note'}, ...text);
  const section = (id, title, ...children) =>
    B.element('section', {'aria-labelledby': id}, B.element('h2', {id}, title), ...children);
  const list = (rows, kind) => B.element('ul', {class: kind || 'bx-study-list'}, ...rows.map((row) => B.element('li', {}, ...row)));

  const dueText = (report) => {
    const due = B.sum(report.standings, 'due');
    return {due, text: due ? report.t('due', {count: due}) : report.t('none_due')};
  };

  const today = (report) => {
    const {due, text} = dueText(report);
    return section('today', report.t('today'), B.element('p', {}, text),
      ...(due ? [B.element('p', {}, link(report.t('to_review'), report.data.review, 'md-button md-button--primary'))] : []));
  };

  const bar = (label, value, max) =>
    B.element('progress', {'aria-label': label, value: String(value), max: String(max)});

  const practiceOf = (report, modules) => report.standings.filter(({quiz}) => modules.includes(quiz.module));

  const pathRow = (report, path) => {
    const studied = path.modules.filter((module) => report.studied.has(module)).length;
    const practice = practiceOf(report, path.modules).filter(({quiz}) => !quiz.self); // essays have no pass
    return [link(path.title, path.href), bar(path.title, studied, path.modules.length),
      note(report.t('path_progress', {studied, modules: path.modules.length,
        passed: practice.filter(({passed}) => passed).length, quizzes: practice.length}))];
  };

  // 最好 90%，最近 80%（11月23日）; or how many were done; and what waits or has changed.
  const practiceText = (report, standing) => {
    const {t} = report;
    const {quiz, best, last, tried, done, total, due, changed} = standing;
    const said = [];
    if (quiz.self && tried) said.push(t('self_done', {done, total}));
    else if (best) said.push(t('best_last', {best: best.percent, last: last.percent, day: report.day(last.t)}));
    else if (tried) said.push(t('done', {done, total}));
    else if (!changed) said.push(t('not_tried'));
    if (due) said.push(t('due_short', {count: due}));
    if (changed) said.push(t('changed', {count: changed}));
    // Broken between them if at all, and not within a date.
    return said.map((each, i) => B.element('span', {}, each + (i < said.length - 1 ? t('joint') : '')));
  };

  // A practice that is called as its module needs no title beside it, but for those who hear the link alone.
  const practiceLink = (report, {quiz}) => {
    const module = report.data.modules[quiz.module];
    if (!module || module.title !== quiz.title) return link(quiz.title, quiz.href);
    const made = link(report.t('practice'), quiz.href);
    made.setAttribute('aria-label', report.t('practice_of', {title: quiz.title}));
    return made;
  };

  const practiceRow = (report, standing) => {
    const {quiz, passed, done, total} = standing;
    const name = passed ? 'passed' : quiz.self && done === total ? 'finished' : '';
    return [practiceLink(report, standing),
      note(...(name ? [B.badge('right', report.t(name)), ' '] : []), ...practiceText(report, standing))];
  };

  const moduleRow = (report, id) => {
    const module = report.data.modules[id];
    const practice = practiceOf(report, [id]);
    return [
      B.element('div', {}, link(module.title, module.href), ' ', ...(report.studied.has(id) ? [B.badge('right', report.t('studied'))] : [])),
      ...(practice.length ? [list(practice.map((standing) => practiceRow(report, standing)), 'bx-study-practice')] : [])];
  };

  const course = (report) => {
    const parts = report.data.parts.map((part) => {
      const studied = part.modules.filter((id) => report.studied.has(id)).length;
      return B.element('div', {class: 'bx-study-part'},
        B.element('h3', {}, part.title + ' ', note(report.t('part_progress', {studied, modules: part.modules.length}))),
        list(part.modules.map((id) => moduleRow(report, id)), 'bx-study-list bx-study-modules'));
    });
    const general = report.standings.filter(({quiz}) => !quiz.module);
    if (general.length) {
      parts.push(B.element('div', {class: 'bx-study-part'}, B.element('h3', {}, report.t('general')),
        list(general.map((standing) => practiceRow(report, standing)), 'bx-study-practice')));
    }
    return section('course', report.t('course'), ...parts);
  };

  const resultTable = (report, results) => B.element('details', {class: 'bx-study-results'},
    B.element('summary', {}, report.t('each_result')),
    B.element('table', {},
      B.element('thead', {}, B.element('tr', {}, ...['day', 'quiz', 'result'].map((name) => B.element('th', {scope: 'col'}, report.t(name))))),
      B.element('tbody', {}, ...results.slice().reverse().map((result) => B.element('tr', {},
        B.element('td', {}, report.day(result.t)), B.element('td', {}, result.title),
        B.element('td', {}, result.percent + '%' + (result.passed ? ' ✓' : '')))))));

  const results = (report) => {
    const all = [];
    for (const {quiz, results: own} of report.standings) {
      for (const result of own) {
        const passed = B.passes(result, quiz);
        const day = report.day(result.t);
        all.push(Object.assign({passed, day, title: quiz.title, label: day + ' ' + quiz.title + ' ' + result.percent + '%'}, result));
      }
    }
    all.sort((a, b) => a.t - b.t);
    if (!all.length) return section('results', report.t('results'), B.element('p', {}, report.t('no_results')));
    const svg = report.picture();
    const last = all[all.length - 1];
    svg.setAttribute('aria-label', report.t('picture', {count: all.length, title: last.title, percent: last.percent}));
    B.drawResults(svg, all, report.width);
    return section('results', report.t('results'),
      B.element('figure', {class: 'bx-study-figure'}, svg, B.element('figcaption', {}, report.t('legend'))),
      resultTable(report, all.slice(-100)));
  };

  const checklists = (report) => section('checklists', report.t('checklists'), list(report.data.checklists.map((page) => {
    const record = B.tickRecord(B.kept('ticks/' + page.page)) || {on: []};
    const on = page.boxes.filter((box) => record.on.includes(box)).length;
    return [link(page.title, page.href), note(report.t('ticked', {on, total: page.boxes.length}))];
  })));

  // `report` is {data, t, standings, studied: Set of module ids, day(time), picture(), width}.
  B.indexSections = (report) => [
    today(report),
    section('paths', report.t('paths'), list(report.data.paths.map((path) => pathRow(report, path)), 'bx-study-list bx-study-paths')),
    results(report),
    course(report),
    ...(report.data.checklists.length ? [checklists(report)] : []),
  ];

  B.reviewSections = (report) => {
    const {t, standings} = report;
    const {due, text} = dueText(report);
    const made = [B.element('p', {class: 'bx-study-due'}, text)];
    if (due) {
      made.push(list(standings.filter((each) => each.due).map((each) =>
        [link(each.quiz.title, each.quiz.href + '#review'), note(t('count', {count: each.due}))])));
    }
    const coming = B.upcoming(standings).map(([days, count]) => t('coming', {days, count}));
    if (coming.length) made.push(B.element('p', {}, t('upcoming') + coming.join(t('joint'))));
    const changed = standings.filter((each) => each.changed);
    if (changed.length) {
      made.push(section('changed', t('changed_title'), B.element('p', {}, t('changed_note')),
        list(changed.map((each) => [link(each.quiz.title, each.quiz.href), note(t('count', {count: each.changed}))]))));
    }
    return made;
  };
})(globalThis.Banxing = globalThis.Banxing || {});
