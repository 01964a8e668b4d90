/** The storage of one model of oidc-provider, and what every such storage has in common. */
import { errors, type Adapter, type AdapterPayload } from 'oidc-provider';

export type Payload = AdapterPayload;

/** What a model does not need is refused, so that a new need is noticed. */
export abstract class ModelAdapter implements Adapter {
  constructor(protected readonly model: string) {}

  private unsupported(operation: string): never {
    throw new Error(`${this.model} records have no ${operation}`);
  }

  async upsert(_id: string, _payload: Payload, _expiresIn?: number): Promise<void> {
    this.unsupported('upsert');
  }

  async find(_id: string): Promise<Payload | undefined> {
    this.unsupported('find');
  }

  async findByUserCode(_code: string): Promise<Payload | undefined> {
    this.unsupported('user code');
  }

  async findByUid(_uid: string): Promise<Payload | undefined> {
    this.unsupported('uid');
  }

  async consume(_id: string): Promise<void> {
    this.unsupported('consumption');
  }

  async destroy(_id: string): Promise<void> {
    this.unsupported('destruction');
  }

  /** Families end as one, see family.ts: nothing is left to do here. */
  async revokeByGrantId(_grantId: string): Promise<void> {}
}

/** A payload as it is kept: without its id, which is the secret itself. */
export const kept = ({ jti: _, expiresWithSession: __, consumed: ___, ...payload }: Payload): string => {
  const text = JSON.stringify(payload);
  if (/\\u0000|\\ud[89a-f]/i.test(text))
    throw new errors.InvalidRequest('parameters must not contain NUL or broken surrogates');
  return text;
};

export const scopesOf = (payload: Payload): string[] => payload.scope?.split(' ').filter(Boolean) ?? [];
