import ts from 'typescript';
import { lanes, requestWay, type Lane, type Step } from './requestWay';
import type { SourceFile } from './sources';
import { arrow, box, svgOf, text } from './svg';

const margin = 28;
const laneWidth = 84;
const wordsAt = margin + lanes.length * laneWidth + 16;
const width = 1_030;
const headHeight = 112;
const titleHeight = 48;
const lineHeight = 17;

/** A request's way through the code, with the files that do each step. */
export function requestPicture(sources: readonly SourceFile[]): string {
  const elements: string[] = [];
  let y = headHeight;
  let number = 0;
  for (const { title, steps } of requestWay) {
    y += titleHeight;
    elements.push(box('band', 1, y - 34, width - 2, 28, 0), text('name', margin, y - 15, title));
    for (const step of steps) {
      const files = filesOf(sources, step);
      number += 1;
      elements.push(...stepElements(step, number, y, files));
      y += lineHeight * (files.length + 1) + 12;
    }
  }
  const height = y + 12;
  return svgOf({
    width,
    height,
    title: 'An employee’s registration by SMS, from the request to the database and back',
    description: requestWay.map(({ title, steps }) => `${title}: ${sentencesOf(steps)}`).join(' '),
    elements: [...head(height), ...elements],
  });
}

/** The files of every step, each once. */
export function filesOfTheWay(sources: readonly SourceFile[]): readonly string[] {
  const files = requestWay.flatMap(({ steps }) => steps.flatMap((step) => filesOf(sources, step)));
  return [...new Set(files)].sort();
}

function stepElements(step: Step, number: number, y: number, files: readonly string[]): string[] {
  const [from, to] = [laneAt(step.from), laneAt(step.to)];
  const start = from < to ? from + 11 : from - 11;
  return [
    arrow({ x: start, y: y + 6 }, { x: from < to ? to - 3 : to + 3, y: y + 6 }),
    `<circle class="step" cx="${from}" cy="${y + 6}" r="10"/>`,
    text('number', from, y + 10, String(number), 'middle'),
    text('text', wordsAt, y + 10, step.words),
    ...files.map((file, index) => text('file', wordsAt, y + 10 + lineHeight * (index + 1), file)),
  ];
}

function head(height: number): string[] {
  const heads = lanes.flatMap(({ name, kind }) => [
    `<path class="lane" d="M${laneAt(name)} 104 V${height - 18}"/>`,
    box(`box ${kind}`, laneAt(name) - laneWidth / 2 + 3, 76, laneWidth - 6, 28, 6),
    text('text', laneAt(name), 94, name, 'middle'),
  ]);
  return [
    text('title', margin, 32, 'A request’s way: an employee registers a line by SMS'),
    text(
      'text',
      margin,
      54,
      'Each number is a step, its arrow says who reaches whom; beside it the files that do it.',
    ),
    ...heads,
  ];
}

function laneAt(lane: Lane): number {
  return margin + (lanes.findIndex(({ name }) => name === lane) + 0.5) * laneWidth;
}

function sentencesOf(steps: readonly Step[]): string {
  return steps.map(({ from, to, words }) => `${from} to ${to}: ${words}`).join(' ');
}

function filesOf(sources: readonly SourceFile[], { by }: Step): readonly string[] {
  return by.map(([room, name]) => {
    const file = sources.find((source) => source.room === room && exportsOf(source).includes(name));
    if (!file) throw new Error(`The room ${room} exports no ${name}: see tools/requestWay.ts.`);
    return file.path;
  });
}

function exportsOf({ tree }: SourceFile): readonly string[] {
  return tree.statements.flatMap((statement) => {
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => name.getText());
    const isNamed = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
    return isNamed && statement.name ? [statement.name.text] : [];
  });
}
