/** How many arguments of a command may be told, by the beginnings of its name; all the others are values. */
const TOLD: ReadonlyArray<readonly [names: RegExp, count: number]> = [
  [/^ECHO/i, 0],
  [/^(GETSET|LPUSH|MSET|PFA|PSETEX|PUBLISH|RPUSH|SADD|SET|SPUBLISH|XADD|ZADD)/i, 1],
  [/^(HSET|HMSET|LSET|LINSERT)/i, 2],
  [/^(ACL|CONFIG)/i, 1],
  [
    /^(BIT|B[LRZ]|CLIENT|CLUSTER|COMMAND|DECR|DEL|EVAL|EX|FUNCTION|GEO|GET|HINCR|HMGET|HSCAN|INCR|L[TRLM]|MEMORY|P[EFISTU]|RPOP|S[CDIMORSU]|XACK|X[CDGILPRT]|Z[CDILMPRS])/i,
    Infinity,
  ],
];

/** Writes a command of Redis without its values, as OpenTelemetry's instrumentations do. */
export function redisStatement(name: string, args: readonly unknown[]): string {
  if (args.length === 0) {
    return name;
  }
  const count = TOLD.find(([names]) => names.test(name))?.[1] ?? 0;
  const told = args.slice(0, count).map(String);
  if (args.length > told.length) {
    told.push(`[${String(args.length - told.length)} other arguments]`);
  }
  return `${name} ${told.join(' ')}`;
}
