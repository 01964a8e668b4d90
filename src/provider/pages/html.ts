/** The HTML template that pages are built with. */
export * from '../../platform/html';
