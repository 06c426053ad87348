import '../../camara/support/mutedWarnings';
import type { NumberVerificationClient } from '../../../simulators/operator/authorizationServer';
import { newClientKey } from '../../../simulators/operator/clientKey';
import { numberVerificationPath } from '../../../simulators/operator/paths';
import { gatewayAudience, startOperatorSimulator } from '../../camara/support/operatorSimulator';

/** The simulated operator with the service as its client, and a device on its network. */
export class Network {
  private constructor(
    private readonly operator: Awaited<ReturnType<typeof startOperatorSimulator>>,
    private readonly clientKey: string,
  ) {}

  static async start(redirectUri: string): Promise<Network> {
    const { publicKey, privateKey } = newClientKey();
    const client: NumberVerificationClient = {
      id: 'selfcare',
      publicKey,
      redirectUri,
      purpose: 'dpv:FraudPreventionAndDetection',
    };
    return new Network(await startOperatorSimulator('https://api.example', [], client), privateKey);
  }

  get issuer(): string {
    return this.operator.issuer;
  }

  /** The requests that came, by path, with their correlation ids. */
  get asked() {
    return this.operator.asked;
  }

  /** What a service is told to be its client, and to believe its gateway. */
  get env(): NodeJS.ProcessEnv {
    return {
      NUMBER_VERIFICATION_ISSUER: this.issuer,
      NUMBER_VERIFICATION_API: `${this.issuer}${numberVerificationPath}`,
      NUMBER_VERIFICATION_CLIENT_KEY: this.clientKey,
      NETWORK_GATEWAY_ISSUER: this.issuer,
      NETWORK_GATEWAY_AUDIENCE: gatewayAudience,
    };
  }

  /** @param line of the device's SIM; null for a device on another network */
  async connect(line: string | null): Promise<void> {
    const response = await fetch(`${this.issuer}/network`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ line }),
    });
    expect(response.status).toBe(200);
  }

  /** What the gateway gives the device. */
  async assertion(): Promise<string> {
    const response = await fetch(`${this.issuer}/gateway/assertions`, { method: 'POST' });
    expect(response.status).toBe(200);
    return ((await response.json()) as { assertion: string }).assertion;
  }

  /** Goes where a browser is sent. @returns the address that the operator sends it back to */
  async visit(url: URL | string): Promise<URL> {
    const response = await fetch(url, { redirect: 'manual' });
    expect(response.status).toBe(303);
    return new URL(response.headers.get('location') ?? '');
  }

  close(): Promise<void> {
    return this.operator.close();
  }
}
