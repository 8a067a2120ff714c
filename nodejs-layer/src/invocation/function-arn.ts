const ACCOUNT = 4;
const QUALIFIER = 7;

/**
 * Returns the account and the ARN with the version in place of an alias, of a function's ARN:
 * `arn:aws:lambda:REGION:ACCOUNT:function:NAME`, then `:QUALIFIER` if an alias or a version was invoked.
 */
export function parseFunctionArn(arn: unknown, version: string): { accountId: string; resourceId: string } | undefined {
  const parts = typeof arn === 'string' ? arn.split(':') : [];
  if (parts[0] !== 'arn' || (parts.length !== QUALIFIER && parts.length !== QUALIFIER + 1)) {
    return undefined;
  }
  if (parts.length > QUALIFIER) {
    parts[QUALIFIER] = version;
  }
  return { accountId: parts[ACCOUNT] ?? '', resourceId: parts.join(':') };
}
