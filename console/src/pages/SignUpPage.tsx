import { useState } from 'react';
import { Link, Navigate } from 'react-router';
import { useMe } from '../api/session';
import { ConnectionBanner } from '../parts/ConnectionBanner';
import { Mark } from '../parts/Mark';
import { useTitle } from '../parts/Page';
import { SchemeToggle } from '../parts/SchemeToggle';
import { SignUpForm } from './SignUpForm';
import classes from './SignUpPage.module.css';

const STORY = [
  ['You sign up', 'An e-mail address, a password, a name for the agent. No card.'],
  ['A home is given to it', 'Its own container, volume and network. Nobody lived there before.'],
  ['It answers', 'On its own address, to you and to nobody else.'],
] as const;

/** The front door: what Clawstead is, and the form that gets an agent. */
export function SignUpPage() {
  useTitle('Sign up');
  const me = useMe();
  const [agent, setAgent] = useState<string | null>(null);
  if (me.data) {
    return <Navigate to={agent === null ? '/agents' : `/agents/${agent}`} replace />;
  }
  return (
    <div className={classes.door}>
      <a className={classes.skip} href="#content">
        Skip to sign-up
      </a>
      <section className={classes.hero} aria-label="What Clawstead is">
        <div className={classes.stay}>
          <p className={classes.brand}>
            <Mark size={34} />
            Clawstead
          </p>
          <div className={classes.pitch}>
            <h1>A home of its own for your AI agent.</h1>
            <p className={classes.lead}>
              Clawstead runs a private agent for you, on its own address, a moment after you sign
              up.
            </p>
          </div>
          <ol className={classes.story}>
            {STORY.map(([title, text]) => (
              <li key={title}>
                <strong>{title}</strong>
                <span>{text}</span>
              </li>
            ))}
          </ol>
        </div>
      </section>
      <div className={classes.side}>
        <header className={classes.top}>
          <span>
            Have an account? <Link to="/sign-in">Sign in</Link>
          </span>
          <SchemeToggle />
        </header>
        <main id="content" tabIndex={-1} className={classes.form}>
          <h2>Get your agent</h2>
          <SignUpForm onAgent={setAgent} />
        </main>
      </div>
      <ConnectionBanner />
    </div>
  );
}
