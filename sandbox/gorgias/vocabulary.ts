// The closed lists of words that the vendor accepts (contract 5.2 and 6.3).

export const viaWords = (
  "aircall api chat contact_form email facebook facebook-mention facebook-messenger facebook-recommendations form help-center " +
  "helpdesk instagram instagram-ad-comment instagram-comment instagram-direct-message instagram-mention internal-note phone rule " +
  "shopify sms twilio twitter twitter-direct-message whatsapp yotpo yotpo-review zendesk"
).split(" ");

export const sourceTypes = (
  "aircall api app custom-chat chat chat-contact-form chat-offline-capture contact-form email facebook facebook-comment " +
  "facebook-mention-comment facebook-mention-post facebook-message facebook-messenger facebook-post facebook-review " +
  "facebook-review-comment form google-business-messages help-center help-center-contact-form helpdesk instagram " +
  "instagram-ad-comment instagram-ad-media instagram-comment instagram-direct-message instagram-media instagram-mention-comment " +
  "instagram-mention-media internal-note ottspott-call phone rule self_service shopify sms system-message tiktok-shop twilio " +
  "twitter-direct-message twitter-mention-tweet twitter-quoted-tweet twitter-tweet whatsapp-message yotpo-review " +
  "yotpo-review-private-comment yotpo-review-public-comment"
).split(" ");

export const priorities = ["critical", "high", "normal", "low"];

export const roles = ["admin", "agent", "basic-agent", "lite-agent", "observer-agent", "bot", "internal-agent"];
