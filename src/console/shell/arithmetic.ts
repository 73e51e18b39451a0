/** $((…)): 64-bit whole numbers with C's operators. */

const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** The value of an expression as text, or why there is none. */
export function arithmetic(
  expression: string,
  variable: (name: string) => string | undefined,
): { text: string } | { error: string } {
  const tokens = /^\s*$/.test(expression)
    ? []
    : [...expression.matchAll(/\s*(0[xX][0-9a-fA-F]+|\d+|[A-Za-z_]\w*|\|\||&&|==|!=|<=|>=|<<|>>|\S)/g)].map(
        (m) => m[1] ?? '',
      );
  if (tokens.length === 0) return { text: '0' };
  if (tokens.length > 300) return { error: 'arithmetic syntax error' };
  let at = 0;
  const unary = (): bigint => {
    const t = tokens[at++];
    if (t === '-') return -unary();
    if (t === '+') return unary();
    if (t === '!') return unary() === 0n ? 1n : 0n;
    if (t === '~') return ~unary();
    if (t === '(') {
      const v = level(0);
      if (tokens[at++] !== ')') throw new SyntaxError('arithmetic syntax error');
      return v;
    }
    if (t !== undefined && /^\d/.test(t)) return number(t);
    if (t !== undefined && /^[A-Za-z_]/.test(t)) return number(variable(t) ?? '0');
    throw new SyntaxError('arithmetic syntax error');
  };
  const level = (n: number): bigint => {
    const operators = LEVELS[n];
    if (operators === undefined) return unary();
    let left = level(n + 1);
    for (;;) {
      const op = tokens[at];
      if (op === undefined || !operators.includes(op)) return left;
      at++;
      left = BigInt.asIntN(64, apply(op, left, level(n + 1)));
    }
  };
  try {
    const value = level(0);
    return at === tokens.length ? { text: value.toString() } : { error: 'arithmetic syntax error' };
  } catch (e) {
    if (e instanceof SyntaxError) return { error: e.message };
    throw e;
  }
}

function number(text: string): bigint {
  if (!/^-?(0[xX][0-9a-fA-F]+|\d+)$/.test(text)) throw new SyntaxError('arithmetic syntax error');
  const digits = text.replace('-', '');
  if (/^0\d/.test(digits) && /[89]/.test(digits)) throw new SyntaxError('arithmetic syntax error');
  const value = BigInt.asIntN(64, BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits));
  return text.startsWith('-') ? -value : value;
}

function apply(op: string, a: bigint, b: bigint): bigint {
  const truth = (v: boolean): bigint => (v ? 1n : 0n);
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
    case '%':
      if (b === 0n) throw new SyntaxError('divide by zero');
      return op === '/' ? a / b : a % b;
    case '<<':
      return a << BigInt.asUintN(6, b);
    case '>>':
      return a >> BigInt.asUintN(6, b);
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '<':
      return truth(a < b);
    case '>':
      return truth(a > b);
    case '<=':
      return truth(a <= b);
    case '>=':
      return truth(a >= b);
    case '==':
      return truth(a === b);
    case '!=':
      return truth(a !== b);
    case '&&':
      return truth(a !== 0n && b !== 0n);
    default:
      return truth(a !== 0n || b !== 0n);
  }
}
