export type AttributeValue = string | number | boolean | Array<string | number | boolean | null | undefined>;
export type Attributes = Record<string, AttributeValue | undefined>;

/** Holds a bounded number of attributes, whose texts have a bounded length. */
export class AttributeMap {
  readonly values = new Map<string, AttributeValue>();
  dropped = 0;

  constructor(
    private readonly maxCount: number,
    private readonly maxLength: number,
  ) {}

  /** A value of no type that OpenTelemetry knows is left out. */
  set(key: string, value: unknown): void {
    if (typeof key !== 'string' || key === '' || !isAttributeValue(value)) {
      return;
    }
    if (this.values.size >= this.maxCount && !this.values.has(key)) {
      this.dropped++;
      return;
    }
    this.values.set(key, this.maxLength === Infinity ? copy(value) : this.shorten(value));
  }

  setAll(attributes: object | undefined): void {
    if (attributes !== undefined && attributes !== null) {
      for (const [key, value] of Object.entries(attributes)) {
        this.set(key, value);
      }
    }
  }

  private shorten(value: AttributeValue): AttributeValue {
    const cut = <T>(each: T): T | string => (typeof each === 'string' ? each.slice(0, this.maxLength) : each);
    return Array.isArray(value) ? value.map(cut) : cut(value);
  }
}

function copy(value: AttributeValue): AttributeValue {
  return Array.isArray(value) ? value.slice() : value;
}

function isAttributeValue(value: unknown): value is AttributeValue {
  if (!Array.isArray(value)) {
    return isScalar(value);
  }
  let type: string | undefined;
  for (const each of value) {
    if (each !== null && each !== undefined) {
      if (!isScalar(each) || (type !== undefined && typeof each !== type)) {
        return false;
      }
      type = typeof each;
    }
  }
  return true;
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
