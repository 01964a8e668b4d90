/** The provider's own tables. */
import type { JWK } from 'jose';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Interactions and other short-lived records, sealed. */
@Entity('oidc_artifacts')
export class OidcArtifact {
  @PrimaryColumn('text')
  model: string;

  @PrimaryColumn('bytea')
  idHash: Buffer;

  @Column('bytea')
  payload: Buffer;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz', { nullable: true })
  expiresAt: Date | null;

  @Column('timestamptz', { nullable: true })
  consumedAt: Date | null;
}

/** The public half of a signing key. */
@Entity('signing_keys')
export class SigningKey {
  @PrimaryColumn('text')
  kid: string;

  @Column('jsonb')
  publicJwk: JWK;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz', { nullable: true })
  retiredAt: Date | null;
}

/** A request of RFC 8628 that its user has not approved yet. */
@Entity('device_authorizations')
export class DeviceAuthorization {
  @PrimaryColumn('uuid')
  id: string;

  @Column('bytea')
  hash: Buffer;

  @Column('bytea')
  userCodeHash: Buffer;

  @Column('uuid')
  applicationId: string;

  @Column('text')
  clientId: string;

  @Column('jsonb')
  payload: object;

  /** When the device last asked for the result. */
  @Column('timestamptz', { nullable: true })
  polledAt: Date | null;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz')
  expiresAt: Date;
}
