/** The requests used in the measurements. */
'use strict';

exports.FORM = { 'content-type': 'application/x-www-form-urlencoded' };
exports.JSON_TYPE = { 'content-type': 'application/json' };

const PAGE = `query Page($since: DateTime!) {
  users(first: 20, filter: { status: [ACTIVE], lastLoginFrom: $since }) {
    nodes {
      id username name status createdAt
      sessions(first: 2) {
        nodes { id platform ip status createdAt lastSeenAt device { id name platform model } }
      }
    }
  }
}`;
exports.pageSince = (since) => JSON.stringify({ query: PAGE, variables: { since } });
exports.HELLO_BODY = JSON.stringify({ query: '{ __typename }' });
