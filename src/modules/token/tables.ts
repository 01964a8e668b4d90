/** Tables of this module that are not part of the GraphQL schema. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A rotated refresh token that retention removed while its family is live. */
@Entity('rotated_refresh_tokens')
export class RotatedRefreshToken {
  @PrimaryColumn('uuid')
  tokenId: string;

  @Column('bytea')
  hash: Buffer;

  @Column('uuid')
  familyId: string;
}
