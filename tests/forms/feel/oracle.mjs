// Answers expressions with feelin, bpmn.io's FEEL interpreter: one JSON line in, one JSON line out.
import { createInterface } from 'node:readline';

const { evaluate } = await import(process.argv[2]);

function plain(value) {
  if (value === undefined || value === null || Number.isNaN(value)) return null;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object') return value;
  if (typeof value.unwrap === 'function') return { temporal: value.toString() };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

for await (const line of createInterface({ input: process.stdin })) {
  const { expression, context } = JSON.parse(line);
  let answer;
  try {
    answer = { value: plain(evaluate(expression, context).value) };
  } catch (problem) {
    answer = { refused: problem.message };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
