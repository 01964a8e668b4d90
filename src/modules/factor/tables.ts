/** Tables of this module that have no GraphQL type. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The sealed seed of an authenticator app. */
@Entity('totp_secrets')
export class TotpSecret {
  @PrimaryColumn('uuid')
  authenticatorId: string;

  @Column('uuid')
  userId: string;

  @Column('bytea')
  seed: Buffer;

  @Column('text')
  keyId: string;

  @Column('bigint', { nullable: true })
  lastStep: number | null;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz', { nullable: true })
  expiresAt: Date | null;
}

/** The public key of a passkey. */
@Entity('passkeys')
export class Passkey {
  @PrimaryColumn('uuid')
  authenticatorId: string;

  @Column('uuid')
  userId: string;

  @Column('bytea')
  credentialId: Buffer;

  @Column('bytea')
  publicKey: Buffer;

  @Column('bigint')
  counter: number;

  @Column('text', { array: true })
  transports: string[];

  @Column('timestamptz')
  createdAt: Date;
}

/** A passkey that is being added. The challenge is stored as its SHA-256. */
@Entity('passkey_challenges')
export class PasskeyChallenge {
  @PrimaryColumn('uuid')
  authenticatorId: string;

  @Column('uuid')
  userId: string;

  @Column('bytea')
  hash: Buffer;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz')
  expiresAt: Date;

  @Column('uuid', { nullable: true })
  tokenId: string | null;
}

/** A recovery code, stored as its SHA-256. */
@Entity('recovery_codes')
export class RecoveryCode {
  @PrimaryColumn('bytea')
  hash: Buffer;

  @Column('uuid')
  authenticatorId: string;

  @Column('uuid')
  userId: string;

  @Column('timestamptz', { nullable: true })
  usedAt: Date | null;
}

/** How many wrong codes in a row a user has entered. */
@Entity('second_factor_failures')
export class SecondFactorFailure {
  @PrimaryColumn('uuid')
  userId: string;

  @Column('integer')
  failures: number;

  @Column('timestamptz', { nullable: true })
  blockedUntil: Date | null;
}
