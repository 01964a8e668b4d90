/** What the storages of oidc-provider's models have in common. */
import { errors, type Adapter, type AdapterPayload } from 'oidc-provider';

export type Payload = AdapterPayload;

/** Operations that a model does not need throw, so that a new need is noticed. */
export abstract class ModelAdapter implements Adapter {
  constructor(protected readonly model: string) {}

  private unsupported(operation: string): never {
    throw new Error(`${this.model} does not support: ${operation}`);
  }

  async upsert(_id: string, _payload: Payload, _expiresIn?: number): Promise<void> {
    this.unsupported('upsert');
  }

  async find(_id: string): Promise<Payload | undefined> {
    this.unsupported('find');
  }

  async findByUserCode(_code: string): Promise<Payload | undefined> {
    this.unsupported('find by user code');
  }

  async findByUid(_uid: string): Promise<Payload | undefined> {
    this.unsupported('find by uid');
  }

  async consume(_id: string): Promise<void> {
    this.unsupported('consume');
  }

  async destroy(_id: string): Promise<void> {
    this.unsupported('destroy');
  }

  /** Nothing to do: a family ends as a whole, see family.ts. */
  async revokeByGrantId(_grantId: string): Promise<void> {}
}

/** A payload as JSON for storage, without its id, which is the secret itself. */
export const storedPayload = ({ jti: _, expiresWithSession: __, consumed: ___, ...payload }: Payload): string => {
  const text = JSON.stringify(payload);
  if (/\\u0000|\\ud[89a-f]/i.test(text))
    throw new errors.InvalidRequest('parameters must not contain NUL or unpaired surrogates');
  return text;
};

export const scopesOf = (payload: Payload): string[] => payload.scope?.split(' ').filter(Boolean) ?? [];
