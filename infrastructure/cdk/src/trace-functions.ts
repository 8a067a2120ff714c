import { Annotations, IAspect, Stack, Token } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';

const EXEC_WRAPPER = 'AWS_LAMBDA_EXEC_WRAPPER';
const OTEL_HANDLER = '/opt/otel-handler';
const MAX_LAYERS = 5;

/** Where the telemetry goes, and the layers to attach. */
export interface TraceFunctionsProps {
  /** The URL of a backend or a Collector, for OTLP over HTTP. */
  readonly endpoint: string;

  /**
   * The ARN of a version of the wrapper layer or the Java agent layer.
   * @default - functions in Java are left as they are
   */
  readonly javaLayerArn?: string;

  /**
   * The ARN of a version of the Python layer.
   * @default - functions in Python are left as they are
   */
  readonly pythonLayerArn?: string;

  /**
   * The ARN of a version of the Node.js layer.
   * @default - functions in Node.js are left as they are
   */
  readonly nodejsLayerArn?: string;

  /**
   * The ARN of a version of the Ruby layer.
   * @default - functions in Ruby are left as they are
   */
  readonly rubyLayerArn?: string;

  /**
   * The ARN of a version of the Collector layer for x86_64, through which telemetry goes to the endpoint.
   * @default - functions on x86_64 send to the endpoint themselves
   */
  readonly collectorLayerArn?: string;

  /**
   * The ARN of a version of the Collector layer for arm64.
   * @default - functions on arm64 send to the endpoint themselves
   */
  readonly collectorArm64LayerArn?: string;

  /**
   * Further variables, such as OTEL_EXPORTER_OTLP_HEADERS.
   * @default - none
   */
  readonly environment?: { [name: string]: string };
}

/**
 * Traces the functions below a construct by OpenTelemetry: adds layers and variables.
 *
 * A function's own layers come first, and its own variables are the strongest. Functions of other runtimes and in
 * container images are left as they are, with a note.
 *
 * @example
 * Aspects.of(app).add(new TraceFunctions({ endpoint: 'https://collector.example:4318', pythonLayerArn }));
 */
export class TraceFunctions implements IAspect {
  public constructor(private readonly props: TraceFunctionsProps) {
    if (!Token.isUnresolved(props.endpoint) && !/^https?:\/\//.test(props.endpoint)) {
      throw new Error(`endpoint: "${props.endpoint}" is no URL that begins with http:// or https://`);
    }
  }

  /** Adds to a function what it needs; CDK calls this for each construct. */
  public visit(node: IConstruct): void {
    if (!(node instanceof CfnFunction)) {
      return;
    }
    const runtime = node.runtime ?? '';
    const layer = this.layerFor(runtime);
    if (layer === undefined) {
      Annotations.of(node).addInfo(
        runtime === ''
          ? 'not traced: in a container image, the image has the layer'
          : `not traced: no layer is given for ${runtime}`,
      );
      return;
    }
    this.attach(node, layer);
  }

  private layerFor(runtime: string): string | undefined {
    switch (/^(java|python|nodejs|ruby)[0-9]/.exec(runtime)?.[1]) {
      case 'java':
        return this.props.javaLayerArn;
      case 'python':
        return this.props.pythonLayerArn;
      case 'nodejs':
        return this.props.nodejsLayerArn;
      case 'ruby':
        return this.props.rubyLayerArn;
      default:
        return undefined;
    }
  }

  private attach(node: CfnFunction, layer: string): void {
    const stack = Stack.of(node);
    const own = stack.resolve(node.environment)?.variables ?? {};
    if (own[EXEC_WRAPPER] !== undefined && own[EXEC_WRAPPER] !== OTEL_HANDLER) {
      Annotations.of(node).addError(
        `${EXEC_WRAPPER}=${JSON.stringify(own[EXEC_WRAPPER])}: the function has a wrapper of its own; ` +
          `remove it, or let it run ${OTEL_HANDLER}`,
      );
      return;
    }
    const isArm64 = (stack.resolve(node.architectures) ?? []).includes('arm64');
    const collector = isArm64 ? this.props.collectorArm64LayerArn : this.props.collectorLayerArn;
    const added = collector === undefined ? [layer] : [layer, collector];
    const layers: unknown[] = stack.resolve(node.layers) ?? [];
    const all = [...layers, ...added.filter((each) => !layers.includes(each))];
    if (all.length > MAX_LAYERS) {
      Annotations.of(node).addError(`the function would have ${all.length} layers, of which Lambda takes ${MAX_LAYERS}`);
      return;
    }
    node.addPropertyOverride('Layers', all);
    const endpoint = collector === undefined ? 'OTEL_EXPORTER_OTLP_ENDPOINT' : 'OTEL_LAMBDA_COLLECTOR_ENDPOINT';
    const variables = { [EXEC_WRAPPER]: OTEL_HANDLER, [endpoint]: this.props.endpoint, ...this.props.environment };
    for (const [name, value] of Object.entries(variables)) {
      if (own[name] === undefined) {
        node.addPropertyOverride(`Environment.Variables.${name}`, value);
      }
    }
  }
}
