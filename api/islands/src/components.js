// GOV.UK Frontend's components, only those that Concord's pages use.

import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  Tabs,
  createAll,
} from "govuk-frontend";

const COMPONENTS = [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  Tabs,
];

/** Wake every component on the page, or in a part of it. */
export function startComponents(root = document) {
  // The usual inline script that sets these classes is refused by our content security policy.
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  COMPONENTS.forEach((component) => createAll(component, undefined, root));
}
